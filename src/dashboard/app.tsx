import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { Appearance } from './components/appearance.tsx'
import { Texts } from './i18n.tsx'
import { router } from './router.tsx'
import { Session } from './session.tsx'

const Toasts = lazy(() => import('./components/toasts.tsx').then((file) => ({ default: file.Toasts })))

export function App() {
  return (
    <StrictMode>
      <Appearance>
        <Texts>
          <Session>
            <RouterProvider router={router} />
          </Session>
          <Suspense fallback={null}>
            <Toasts />
          </Suspense>
        </Texts>
      </Appearance>
    </StrictMode>
  )
}

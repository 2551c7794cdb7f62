import { CatchBoundary, RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { Appearance } from './components/appearance.tsx'
import { Texts } from './i18n.tsx'
import { LoadFailure } from './load-failure.tsx'
import { router } from './router.tsx'
import { Session } from './session.tsx'

const Toasts = lazy(() => import('./components/toasts.tsx').then((file) => ({ default: file.Toasts })))

export function App() {
  return (
    <StrictMode>
      <Appearance>
        <Texts>
          <CatchBoundary getResetKey={() => ''} errorComponent={LoadFailure}>
            <Session>
              <RouterProvider router={router} />
              <CatchBoundary getResetKey={() => ''} errorComponent={() => null}>
                <Suspense fallback={null}>
                  <Toasts />
                </Suspense>
              </CatchBoundary>
            </Session>
          </CatchBoundary>
        </Texts>
      </Appearance>
    </StrictMode>
  )
}

import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { Appearance } from './components/appearance.tsx'
import { Toasts } from './components/toasts.tsx'
import { Texts } from './i18n.tsx'
import { router } from './router.tsx'
import { Session } from './session.tsx'

export function App() {
  return (
    <StrictMode>
      <Appearance>
        <Texts>
          <Session>
            <RouterProvider router={router} />
          </Session>
          <Toasts />
        </Texts>
      </Appearance>
    </StrictMode>
  )
}

import { createContext, use, useEffect, useState, type ReactNode } from 'react'

export const appearances = ['system', 'light', 'dark'] as const
export type AppearanceName = (typeof appearances)[number]

const kept = 'headcount.appearance'
const AppearanceContext = createContext<{ appearance: AppearanceName; choose(appearance: AppearanceName): void } | null>(null)

export function useAppearance(): { appearance: AppearanceName; choose(appearance: AppearanceName): void } {
  return use(AppearanceContext)!
}

/** Light or dark as the system has it, unless somebody has chosen here. */
export function Appearance({ children }: { children: ReactNode }) {
  const [appearance, setAppearance] = useState(() => appearances.find((name) => name === localStorage.getItem(kept)) ?? 'system')
  useEffect(() => {
    document.documentElement.dataset['appearance'] = appearance
  }, [appearance])
  const choose = (chosen: AppearanceName): void => {
    localStorage.setItem(kept, chosen)
    setAppearance(chosen)
  }
  return <AppearanceContext value={{ appearance, choose }}>{children}</AppearanceContext>
}

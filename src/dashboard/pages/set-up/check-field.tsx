import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox, type CheckboxProps } from 'react-aria-components'

export function CheckField({ children, ...rest }: CheckboxProps & { children: ReactNode }) {
  return (
    <Checkbox className="checkbox check-field" {...rest}>
      <span className="checkbox-box" aria-hidden="true">
        <Check size={14} strokeWidth={3} />
      </span>
      {children}
    </Checkbox>
  )
}

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components'

/** Without children it needs an aria-label. */
export function CheckBox({ children, ...rest }: CheckboxProps & { children?: ReactNode }) {
  return (
    <AriaCheckbox className="checkbox" {...rest}>
      <span className="checkbox-box" aria-hidden="true">
        <Check size={14} strokeWidth={3} />
      </span>
      {children}
    </AriaCheckbox>
  )
}

import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

/** `isPending` keeps it in place and says that it is under way. */
export function Button({
  look = 'secondary',
  children,
  className,
  ...rest
}: ButtonProps & { look?: Look; children?: ReactNode; className?: string }) {
  return (
    <AriaButton className={`button button-${look}${className === undefined ? '' : ` ${className}`}`} {...rest}>
      {children}
    </AriaButton>
  )
}

type Policies = { createPolicy(name: 'default', rules: { createHTML(text: string): string }): unknown }

/**
 * Where the browser refuses that text becomes markup (Trusted Types), an element may still be emptied that way: the component library does so with what
 * it announces to screen readers. Before anything else runs.
 */
export function allowOnlyEmptyMarkup(): void {
  const { trustedTypes } = window as { trustedTypes?: Policies }
  trustedTypes?.createPolicy('default', {
    createHTML(text) {
      if (text === '') return ''
      throw new TypeError('No text becomes markup here.')
    },
  })
}

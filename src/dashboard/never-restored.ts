/**
 * A browser may keep a page that was left and bring it back as it was, whoever is signed in by then. It is kept without anything to see, and loaded anew
 * when it comes back.
 */
export function neverRestored(): void {
  window.addEventListener('pagehide', ({ persisted }) => {
    if (persisted) document.documentElement.hidden = true
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.reload()
  })
}

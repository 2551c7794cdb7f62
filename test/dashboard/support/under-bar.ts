/** In the page: whether a bar of the frame covers some of what has the focus, which has room between the bars. */
export function isUnderBar(): boolean {
  const focused = document.activeElement!
  if (focused === document.body || focused.closest('.top-bar, .skip-link')) return false
  const { top, bottom, height } = focused.getBoundingClientRect()
  const from = document.querySelector('.top-bar')!.getBoundingClientRect().bottom
  const to = document.querySelector('.navigation')!.getBoundingClientRect().top
  // Larger than the room, or sub-pixels.
  if (height > to - from) return false
  return top < from - 1 || bottom > to + 1
}

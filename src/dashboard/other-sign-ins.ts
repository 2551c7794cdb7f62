/**
 * Tabs of a browser share the cookie that says who is signed in. Each tells the others who that is when it starts, and looks again when it comes into
 * view: a tab must neither show to one person what another may see, nor act as somebody whom it does not name.
 */
export function watchOtherSignIns(identity: string, look: () => void): () => void {
  const channel = new BroadcastChannel('headcount.sign-in')
  channel.addEventListener('message', ({ data }) => data !== identity && look())
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is of this origin alone.
  channel.postMessage(identity)
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') look()
  }
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    channel.close()
    document.removeEventListener('visibilitychange', onVisible)
  }
}

import { chromium, type Browser } from 'playwright-core'
import { findOrInstall } from '../../support/debian-package.ts'

/** What CHROMIUM_PATH names, or the one on the PATH; on Debian root gets one by apt. */
export async function findChromium(): Promise<string> {
  const otherwise = 'These tests need Chromium: install the package chromium, or set CHROMIUM_PATH.'
  return (
    process.env['CHROMIUM_PATH'] ??
    (await findOrInstall({ programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium', otherwise }))
  )
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-extensions', '--disable-background-networking'],
  })
}

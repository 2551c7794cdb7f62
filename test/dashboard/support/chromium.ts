import { chromium, type Browser } from 'playwright-core'
import { findOrInstall } from '../../support/debian-package.ts'

// The first one draws no window of its own around the page, which costs as much as the page.
const programs = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
const otherwise = 'These tests need Chromium: install the package chromium-headless-shell or chromium, or set CHROMIUM_PATH.'

/** What CHROMIUM_PATH names, or the one on the PATH; on Debian root gets one by apt. */
export async function findChromium(): Promise<string> {
  return process.env['CHROMIUM_PATH'] ?? findOrInstall({ programs, package: 'chromium-headless-shell', otherwise })
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-extensions', '--disable-background-networking'],
  })
}

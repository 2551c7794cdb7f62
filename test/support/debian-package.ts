import { execFile } from 'node:child_process'
import { access, constants, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const maxBuffer = 64 * 1024 * 1024

export type Wanted = {
  /** Any of them will do. */
  programs: readonly string[]
  /** The Debian package that brings one of them. */
  package: string
  /** What to say where it cannot be installed. */
  otherwise: string
}

/** Where a program that the tests need lies; on Debian root gets it by apt. */
export async function findOrInstall(wanted: Wanted): Promise<string> {
  return (await findProgram(wanted.programs)) ?? (await installByApt(wanted))
}

export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      const program = path.join(folder, name)
      if (folder !== '' && (await allows(program, constants.X_OK))) return program
    }
  }
  return undefined
}

function allows(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  )
}

async function installByApt({ programs, package: name, otherwise }: Wanted): Promise<string> {
  if (process.getuid?.() !== 0 || !(await allows('/etc/debian_version', constants.R_OK))) throw new Error(otherwise)
  console.log(`The tests need ${name}; installing it by apt.`)
  await withoutServices(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env, maxBuffer })
    await run('apt-get', ['install', '-y', '--no-install-recommends', name], { env, maxBuffer })
  })
  const program = await findProgram(programs)
  if (program === undefined) throw new Error(`apt has installed ${name}, but it is not on the PATH.`)
  return program
}

// Debian starts the service of a package when it is installed; the tests start their own server.
async function withoutServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d'
  // Should we be killed, it no longer forbids anything.
  const denyWhileWeLive = `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`
  const isOurs = await writeFile(policy, denyWhileWeLive, { flag: 'wx', mode: 0o755 }).then(
    () => true,
    () => false,
  )
  try {
    await install()
  } finally {
    if (isOurs) await rm(policy)
  }
}

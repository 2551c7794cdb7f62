import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const localFile = z.object({
  graphqlUrl: z.url(),
  scimUrl: z.url(),
  scimToken: z.string(),
  apiKey: z.string(),
  platformKey: z.string(),
  teamId: z.string(),
  directoryId: z.string(),
  dashboardUrl: z.url(),
})

/** What a server in local mode writes about itself. */
export type LocalServer = z.infer<typeof localFile>

const answerTimeoutMs = 3_000

/** The server whose `local.json` lies in the data folder, if it is running. */
export async function findLocalServer(environment: NodeJS.ProcessEnv): Promise<LocalServer | undefined> {
  const server = await readLocalFile(environment['HEADCOUNT_DATA_DIR'] || '.headcount')
  return server !== undefined && (await answers(server)) ? server : undefined
}

export async function readLocalFile(dataDirectory: string): Promise<LocalServer | undefined> {
  const file = path.resolve(dataDirectory, 'local.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const result = localFile.safeParse(JSON.parse(text))
  if (!result.success)
    throw new Error(
      `${file} lacks ${result.error.issues.map((issue) => issue.path.join('.')).join(', ')}. Start Headcount once more: it writes the file anew.`,
    )
  return result.data
}

async function answers({ graphqlUrl }: LocalServer): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health', graphqlUrl), { signal: AbortSignal.timeout(answerTimeoutMs) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

import type { DirectorySettingsQuery, Provider } from '../../gql/graphql.ts'

type DirectoryNode = Extract<DirectorySettingsQuery['node'], { __typename: 'Directory' }>

/** As they can be edited. null: the default of the deployment, and no guard. */
export type Settings = {
  name: string
  provider: Provider
  isStrict: boolean
  allowsRepeatedGroupNames: boolean
  requestsPerSecond: number | null
  removalsPerHour: number | null
}
export type SettingName = keyof Settings
export const settingNames = [
  'name',
  'provider',
  'isStrict',
  'allowsRepeatedGroupNames',
  'requestsPerSecond',
  'removalsPerHour',
] as const satisfies readonly SettingName[]

export function settingsOf(directory: DirectoryNode): Settings {
  const { name, provider, isStrict, allowsRepeatedGroupNames, removalsPerHour } = directory
  const requestsPerSecond = directory.usesDefaultRequestsPerSecond ? null : directory.requestsPerSecond
  return { name, provider, isStrict, allowsRepeatedGroupNames, requestsPerSecond, removalsPerHour }
}

/** What somebody has edited, and the settings that they saw when they began. */
export type Edit = { version: number; seen: Settings; draft: Partial<Settings> }

/** What is back as it was is not edited; undefined when nothing is. */
export function withEdited(edit: Edit, changed: Partial<Settings>): Edit | undefined {
  const merged: Partial<Settings> = { ...edit.draft, ...changed }
  const names = settingNames.filter((name) => name in merged && merged[name] !== edit.seen[name])
  if (names.length === 0) return undefined
  return { ...edit, draft: Object.fromEntries(names.map((name) => [name, merged[name]])) }
}

/** Settings that others have changed since the edit began. */
export function changedByOthers({ seen }: Edit, current: Settings): SettingName[] {
  return settingNames.filter((name) => seen[name] !== current[name])
}

export function isValidSettings({ name, requestsPerSecond, removalsPerHour }: Settings): boolean {
  const isCount = (value: number | null): boolean => value === null || (Number.isInteger(value) && value >= 1)
  return name.trim() !== '' && isCount(requestsPerSecond) && isCount(removalsPerHour)
}

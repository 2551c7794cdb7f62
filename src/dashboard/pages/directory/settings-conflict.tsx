import { useFormatter, useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { useProviderName } from '../../components/provider-name.ts'
import { changedByOthers, settingNames, type Edit, type SettingName, type Settings } from './settings.ts'

/** Somebody else was faster: what is there now beside what was about to be saved. */
export function SettingsConflict({
  edit,
  current,
  by,
  onTakeTheirs,
  onKeepMine,
}: {
  edit: Edit
  current: Settings
  by: string | undefined
  onTakeTheirs(): void
  onKeepMine(): void
}) {
  const t = useTranslations('directory')
  const textOf = useSettingText()
  const theirs = changedByOthers(edit, current)
  const shown = settingNames.filter((name) => theirs.includes(name) || name in edit.draft)
  return (
    <div className="callout callout-warning" role="alert">
      <strong>{by === undefined ? t('conflict') : t('conflictBy', { by })}</strong>
      <span>{t('conflictText')}</span>
      <table className="plain-table conflict-table">
        <thead>
          <tr>
            <th scope="col">{t('setting')}</th>
            <th scope="col">{t('thereNow')}</th>
            <th scope="col">{t('yours')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`settingName.${name}`)}</th>
              <td>{textOf(name, current[name])}</td>
              <td>{name in edit.draft ? textOf(name, edit.draft[name] ?? null) : t('notEdited')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row note-actions">
        <Button onPress={onTakeTheirs}>{t('takeTheirs')}</Button>
        <Button onPress={onKeepMine}>{t('keepMine')}</Button>
      </div>
    </div>
  )
}

function useSettingText(): (name: SettingName, value: Settings[SettingName]) => string {
  const t = useTranslations('directory')
  const format = useFormatter()
  const nameOf = useProviderName()
  return (name, value) => {
    if (name === 'provider') return nameOf(value as Settings['provider'])
    if (typeof value === 'boolean') return t(value ? 'on' : 'off')
    if (value === null) return t(name === 'removalsPerHour' ? 'noGuard' : 'defaultRate')
    return typeof value === 'number' ? format.number(value) : value
  }
}

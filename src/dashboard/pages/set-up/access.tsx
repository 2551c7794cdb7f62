import { AdministratorGroup } from './administrator-group.tsx'
import { Administrators } from './administrators.tsx'
import { ApiKeys } from './api-keys.tsx'

/** Who gets in: people by the list or by a group, programs by a key. */
export function Access() {
  return (
    <div className="stack">
      <Administrators />
      <AdministratorGroup />
      <ApiKeys />
    </div>
  )
}

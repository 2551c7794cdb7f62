import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const as = { administrator: 'ada@acme.example' }

/** Words that stand in nearly every English sentence and in no German one. */
const english = /\b(the|is|are|and|of|has|have|been|does|which|needs|with|not)\b/i

/** What a screen reader would read out as German although it is English. */
async function misreadIn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement!.closest('[lang=en], code, script, noscript')) found.push(node.textContent!)
    return found
  })
  return texts.filter((text) => english.test(text))
}

test(
  'In German what the server says in English is marked as English, below what its code means in German',
  { timeout: 120_000 },
  async () => {
    const team = await dashboard.newTeam()
    const grace = await team.scim.createUser('grace@acme.example', { favouriteColour: 'blue' })
    await team.scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'grace@acme.example' })
    await team.scim.createGroup('Vertrieb', [grace, 'user-0192a000-0000-7000-8000-000000000000'])
    const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
    await dashboard.node.app.commands.setTeamPlan({ teamId: fromId('team', team.teamId)!, actor, plan: 'PRO' })
    const page = await dashboard.open('/directory?view=test', { as, teamId: team.teamId, locale: 'de-DE' })

    await page.getByRole('button', { name: 'Verbindung testen' }).click()
    const steps = page.getByRole('list', { name: 'Schritte des Tests' })
    await steps.getByText(/SCIM needs the Enterprise plan/).waitFor({ timeout: 45_000 })
    expect(await misreadIn(page)).toEqual([])

    await page.getByRole('tab', { name: 'Anfragen' }).click()
    const taken = page.getByRole('row').filter({ hasText: '409' })
    await taken.getByText('Schon vergeben').waitFor()
    expect(await misreadIn(page)).toEqual([])
    await taken.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Schon vergeben').waitFor()
    expect(await dialog.locator('[lang=en]').textContent()).toContain('grace@acme.example')
    expect(await misreadIn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Schließen' }).click()
    await page.getByRole('row').filter({ hasText: 'Groups' }).click()
    await dialog.getByText(/Members that are no users/).waitFor()
    expect(await misreadIn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Schließen' }).click()

    // Refused by the server, with its code.
    await page.getByRole('button', { name: 'Neues Verzeichnis' }).click()
    await page.getByRole('button', { name: 'Anlegen', exact: true }).click()
    const alert = page.getByRole('dialog').getByRole('alert')
    await alert.getByText('Der Tarif des Teams enthält das nicht.').waitFor()
    expect(await alert.locator('[lang=en]').textContent()).toMatch(/Enterprise/)
    expect(await misreadIn(page)).toEqual([])
    await page.getByRole('button', { name: 'Abbrechen' }).click()

    await page.getByRole('link', { name: 'Einrichtung', exact: true }).click()
    await page.getByRole('status').getByText(/von 7/).waitFor()
    expect(await misreadIn(page)).toEqual([])
    await page.getByRole('link', { name: 'Personen', exact: true }).click()
    await page.getByRole('link', { name: 'grace@acme.example' }).click()
    await page.getByText(/The directory is no longer kept in step/).waitFor()
    expect(await misreadIn(page)).toEqual([])
  },
)

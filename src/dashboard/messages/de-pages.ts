import type { PageMessages } from './en-pages.ts'
import chart from './de/chart.json'
import setUp from './de/set-up.json'
import directory from './de/directory.json'
import groups from './de/groups.json'
import people from './de/people.json'
import limits from './de/limits.json'
import limitEditor from './de/limit-editor.json'
import explanation from './de/explanation.json'
import activity from './de/activity.json'
import changes from './de/changes.json'
import me from './de/me.json'
import refusals from './de/refusals.json'

export const messages: PageMessages = {
  setUp,
  directory,
  groups,
  people,
  limits,
  limitEditor,
  chart,
  explanation,
  activity,
  changes,
  me,
  refusals,
}

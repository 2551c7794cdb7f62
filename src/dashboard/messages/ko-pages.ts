import type { PageMessages } from './en-pages.ts'
import chart from './ko/chart.json'
import setUp from './ko/set-up.json'
import directory from './ko/directory.json'
import groups from './ko/groups.json'
import people from './ko/people.json'
import limits from './ko/limits.json'
import limitEditor from './ko/limit-editor.json'
import explanation from './ko/explanation.json'
import activity from './ko/activity.json'
import changes from './ko/changes.json'
import me from './ko/me.json'
import refusals from './ko/refusals.json'

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

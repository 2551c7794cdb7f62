import chart from './en/chart.json'
import setUp from './en/set-up.json'
import directory from './en/directory.json'
import groups from './en/groups.json'
import people from './en/people.json'
import limits from './en/limits.json'
import limitEditor from './en/limit-editor.json'
import explanation from './en/explanation.json'
import activity from './en/activity.json'
import changes from './en/changes.json'
import me from './en/me.json'
import refusals from './en/refusals.json'

export const messages = { setUp, directory, groups, people, limits, limitEditor, chart, explanation, activity, changes, me, refusals }

/** What every language has of what is in the pages. */
export type PageMessages = typeof messages

import { enterpriseUser, coreUser } from '../../simulate/dialect.ts'

/** The people of a directory that is loaded by SQL: everything about one follows from their number, here and in SQL alike. */

const givenNames = ['Ada', 'Alan', 'Barbara', 'Edsger', 'Fatima', 'Grace', 'Ivan', 'Kateřina', 'Lakshmi', 'Margaret', 'Radia', 'Søren']
const familyNames = ['Becker', 'Chen', 'Dijkstra', 'García', 'Hopper', 'Ibrahim', 'Lovelace', 'Müller', 'Nakamura', "O'Brien", 'Perlman']
const departments = ['Engineering', 'Sales', 'Finance', 'Marketing', 'Support', 'Operations', 'Legal']

export const userNameOf = (number: number): string => `person.${number}@bench.example`
export const externalIdOf = (number: number): string => `00u${String(number).padStart(9, '0')}bench`

/** As Okta sends a person, with the enterprise extension. */
export function toScimPerson(number: number, more: object = {}): object {
  const userName = userNameOf(number)
  const givenName = givenNames[number % givenNames.length]!
  const familyName = familyNames[number % familyNames.length]!
  return {
    schemas: [coreUser, enterpriseUser],
    userName,
    externalId: externalIdOf(number),
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    title: 'Analyst',
    emails: [{ value: userName, type: 'work', primary: true }],
    locale: 'en-US',
    active: true,
    [enterpriseUser]: { employeeNumber: String(number), department: departments[number % departments.length]! },
    ...more,
  }
}

/** SQL: a row named `copy` of the person whose number is `number`, made from a row of `users` named `original`. Takes personValues() as $1 to $4. */
export const personSql = `
  LATERAL (SELECT ($1::text[])[1 + number % ${givenNames.length}] AS given, ($2::text[])[1 + number % ${familyNames.length}] AS family,
    ($3::text[])[1 + number % ${departments.length}] AS department, 'person.' || number || '@bench.example' AS login,
    '00u' || lpad(number::text, 9, '0') || 'bench' AS number_at_provider) person,
  LATERAL jsonb_populate_record(original, jsonb_build_object('id', $4::text || lpad(to_hex(number), 12, '0'), 'user_name', login, 'user_name_key', login, 'email', login, 'email_keys', jsonb_build_array(login),
    'external_id', number_at_provider, 'display_name', given || ' ' || family, 'display_name_key', lower(given || ' ' || family),
    'attributes', original.attributes || jsonb_build_object('userName', login, 'externalId', number_at_provider, 'displayName', given || ' ' || family,
      'name', jsonb_build_object('givenName', given, 'familyName', family),
      'emails', jsonb_build_array(jsonb_build_object('value', login, 'type', 'work', 'primary', true)),
      '${enterpriseUser}', jsonb_build_object('employeeNumber', number::text, 'department', department)))) copy`

export function personValues(idPrefix: string): unknown[] {
  return [givenNames, familyNames, departments, idPrefix]
}

import { useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Section } from '../../components/page.tsx'
import { graphql } from '../../gql/gql.ts'
import type { CustomSchemaFactsFragment } from '../../gql/graphql.ts'

export const customSchemaFacts = graphql(`
  fragment CustomSchemaFacts on CustomSchema {
    urn
    name
    description
    required
    resourceType
    attributes {
      name
      type
      description
      required
      multiValued
    }
  }
`)

/** Schema extensions that the directory declares; programs declare them through the API. */
export function CustomSchemas({ schemas }: { schemas: readonly CustomSchemaFactsFragment[] }) {
  const t = useTranslations('directory')
  return (
    <Section title={t('schemas')}>
      <p className="hint">{t(schemas.length === 0 ? 'noSchemas' : 'schemasText')}</p>
      {schemas.map((schema) => (
        <Schema key={`${schema.resourceType} ${schema.urn}`} schema={schema} />
      ))}
    </Section>
  )
}

function Schema({ schema }: { schema: CustomSchemaFactsFragment }) {
  const t = useTranslations('directory')
  const { urn, name, description, required, resourceType, attributes } = schema
  return (
    <article className="schema">
      <div className="row">
        <h3>{name}</h3>
        <Badge>{t(`resourceType.${resourceType}`)}</Badge>
        {required && <Badge tone="info">{t('required')}</Badge>}
      </div>
      <code>{urn}</code>
      {description !== '' && <p className="hint">{description}</p>}
      <ul className="schema-attributes">
        {attributes.map((attribute) => (
          <li key={attribute.name}>
            <code>{attribute.name}</code> <span className="hint">{t(`attributeType.${attribute.type}`)}</span>
            {attribute.multiValued && <Badge>{t('multiValued')}</Badge>}
            {attribute.required && <Badge tone="info">{t('required')}</Badge>}
            {attribute.description !== '' && <span className="hint">{attribute.description}</span>}
          </li>
        ))}
      </ul>
    </article>
  )
}

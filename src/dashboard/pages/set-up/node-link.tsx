import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'

const NameOfNode = graphql(`
  query NameOfNode($id: ID!) {
    node(id: $id) {
      __typename
      ... on User {
        userName
        displayName
      }
      ... on Group {
        groupName: displayName
      }
      ... on Directory {
        name
      }
    }
  }
`)

/** Whom or what an answer speaks of, by name, and where it is shown. What is gone, or has no page, is left out. */
export function NodeName({ id }: { id: string }) {
  const t = useTranslations('setUp.questions')
  const { data } = useLiveQuery({ document: NameOfNode, variables: { id }, topics: ['users', 'groups', 'set-up'] })
  const node = data?.node
  switch (node?.__typename) {
    case 'User':
      return (
        <Link to="/people/$userId" params={{ userId: id }}>
          {node.displayName ?? node.userName}
        </Link>
      )
    case 'Group':
      return (
        <Link to="/groups/$groupId" params={{ groupId: id }}>
          {t('groupNamed', { name: node.groupName })}
        </Link>
      )
    case 'Directory':
      return (
        <Link to="/directory" search={{ directory: id }}>
          {t('directoryNamed', { name: node.name })}
        </Link>
      )
    default:
      return null
  }
}

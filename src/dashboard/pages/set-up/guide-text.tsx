import { Link } from '@tanstack/react-router'
import { lexer, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { guideOfLink } from './guide-links.ts'

/** A guide as React elements: no text of it becomes markup. Its own title is left out, for the section has one. */
export function GuideText({ text }: { text: string }) {
  const blocks = lexer(text).filter((token) => !(token.type === 'heading' && (token as Tokens.Heading).depth === 1))
  return (
    <div className="guide" lang="en">
      <Blocks tokens={blocks} />
    </div>
  )
}

function Blocks({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) => <Fragment key={index}>{blockOf(token)}</Fragment>)
}

function blockOf(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
      return null
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      return depth <= 2 ? <h3>{inline(tokens)}</h3> : <h4>{inline(tokens)}</h4>
    }
    case 'paragraph':
      return <p>{inline((token as Tokens.Paragraph).tokens)}</p>
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      )
    case 'list':
      return <ListOf list={token as Tokens.List} />
    case 'table':
      return <TableOf table={token as Tokens.Table} />
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={(token as Tokens.Blockquote).tokens} />
        </blockquote>
      )
    default:
      return inline([token])
  }
}

function ListOf({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => (
    <li key={index}>
      <Blocks tokens={item.tokens} />
    </li>
  ))
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>
}

/** Where the screen is narrow, each row is a block of its own, with the headings beside its cells. */
function TableOf({ table }: { table: Tokens.Table }) {
  return (
    <table className="plain-table stacked-table guide-table">
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            <th key={index} scope="col">
              {inline(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column} {...(column > 0 ? { 'data-label': plainText(table.header[column]?.tokens) } : {})}>
                {inline(cell.tokens)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function plainText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map((token) => ('tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? token.text : ''))
    .join('')
}

function inline(tokens: readonly Token[] | undefined): ReactNode {
  return (tokens ?? []).map((token, index) => <Fragment key={index}>{inlineOf(token)}</Fragment>)
}

function inlineOf(token: Token): ReactNode {
  switch (token.type) {
    case 'text': {
      const { tokens, text } = token as Tokens.Text
      return tokens ? inline(tokens) : text
    }
    case 'strong':
      return <strong>{inline((token as Tokens.Strong).tokens)}</strong>
    case 'em':
      return <em>{inline((token as Tokens.Em).tokens)}</em>
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>
    case 'link':
      return <LinkOf link={token as Tokens.Link} />
    case 'br':
      return <br />
    case 'escape':
      return (token as Tokens.Escape).text
    default:
      return token.raw
  }
}

/** To another guide, or out of here; what leads to pages that are not served here stays text. */
function LinkOf({ link }: { link: Tokens.Link }) {
  const text = inline(link.tokens)
  const guide = guideOfLink(link.href)
  if (guide !== undefined) {
    return (
      <Link to="/set-up" search={{ topic: 'guide', provider: guide }}>
        {text}
      </Link>
    )
  }
  if (/^https?:\/\//.test(link.href)) {
    return (
      <a href={link.href} target="_blank" rel="noreferrer">
        {text}
      </a>
    )
  }
  return <em>{text}</em>
}

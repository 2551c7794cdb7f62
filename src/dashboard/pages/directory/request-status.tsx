import { Badge } from '../../components/badge.tsx'

export function Status({ status }: { status: number }) {
  return <Badge tone={status >= 500 ? 'bad' : status >= 400 ? 'warning' : 'good'}>{status}</Badge>
}

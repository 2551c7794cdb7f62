import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { neverRestored } from './never-restored.ts'
import { allowOnlyEmptyMarkup } from './only-empty-markup.ts'
import './styles/index.css'

allowOnlyEmptyMarkup()
neverRestored()
createRoot(document.getElementById('root')!).render(<App />)

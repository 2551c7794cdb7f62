import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { allowOnlyEmptyMarkup } from './only-empty-markup.ts'
import './styles/index.css'

allowOnlyEmptyMarkup()
createRoot(document.getElementById('root')!).render(<App />)

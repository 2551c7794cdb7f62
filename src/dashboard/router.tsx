import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import { NotFound } from './components/not-found.tsx'
import { OnlyAdministrators } from './components/only-administrators.tsx'
import { Loading } from './components/states.tsx'
import { LoadFailure } from './load-failure.tsx'
import { activitySearch } from './pages/activity/search.ts'
import { directorySearch } from './pages/directory/search.ts'
import { groupsSearch } from './pages/groups/search.ts'
import { limitsSearch } from './pages/limits/search.ts'
import { peopleSearch } from './pages/people/search.ts'
import { setUpSearch } from './pages/set-up/search.ts'
import { useViewer } from './session.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

/** Pages of administrators; members are told so, and lead to their own. */
const administration = createRoute({ getParentRoute: () => root, id: 'administration', component: OnlyAdministrators })

function Home() {
  return <Navigate to={useViewer().role === 'ADMINISTRATOR' ? '/directory' : '/me'} replace />
}

const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  createRoute({ getParentRoute: () => root, path: '/me', component: lazyRouteComponent(() => import('./pages/me/me-page.tsx'), 'MePage') }),
  administration.addChildren([
    createRoute({
      getParentRoute: () => administration,
      path: '/directory',
      validateSearch: directorySearch,
      component: lazyRouteComponent(() => import('./pages/directory/directory-page.tsx'), 'DirectoryPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/set-up',
      validateSearch: setUpSearch,
      component: lazyRouteComponent(() => import('./pages/set-up/set-up-page.tsx'), 'SetUpPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/groups',
      validateSearch: groupsSearch,
      component: lazyRouteComponent(() => import('./pages/groups/groups-page.tsx'), 'GroupsPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/groups/$groupId',
      component: lazyRouteComponent(() => import('./pages/groups/group-page.tsx'), 'GroupPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/people',
      validateSearch: peopleSearch,
      component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/people/$userId',
      component: lazyRouteComponent(() => import('./pages/people/person-page.tsx'), 'PersonPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/limits',
      validateSearch: limitsSearch,
      component: lazyRouteComponent(() => import('./pages/limits/limits-page.tsx'), 'LimitsPage'),
    }),
    createRoute({
      getParentRoute: () => administration,
      path: '/activity',
      validateSearch: activitySearch,
      component: lazyRouteComponent(() => import('./pages/activity/activity-page.tsx'), 'ActivityPage'),
    }),
  ]),
])

export const router = createRouter({
  routeTree: routes,
  defaultPendingComponent: Loading,
  defaultErrorComponent: LoadFailure,
  defaultPendingMs: 200,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

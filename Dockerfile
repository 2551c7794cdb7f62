FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY docs/providers docs/providers
COPY src src
COPY tsconfig.json ./
RUN node src/dashboard/build.ts

FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node 24, DATABASE_URL the database: neither is installed a second time.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY prisma prisma
COPY src src
COPY schema.graphql tsconfig.json ./
COPY --from=build /app/.build .build
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals reach the process that stops gracefully.
CMD ["node", "src/main.ts"]

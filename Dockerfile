# One image for all apps: which one runs says the command. Nothing is fetched or built when it starts.
FROM node:24-bookworm-slim AS packages
WORKDIR /throughline
COPY package.json package-lock.json ./

FROM packages AS build
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/ensure.mjs build

FROM packages
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /throughline/dist/apps dist/apps
COPY --from=build /throughline/dist/libs dist/libs
ENV NODE_ENV=production
USER node
EXPOSE 3000
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/apps/cli/src/main.js", "--help"]

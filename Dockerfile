# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm pack --pack-destination /tmp

FROM node:24-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 HOST=0.0.0.0 TILLBELL_DATA=/data TILLBELL_CONSOLE_SIGN_IN=link
RUN mkdir /data && chown node:node /data
COPY --from=build /tmp/tillbell-*.tgz /tmp/tillbell.tgz
RUN npm install --global --omit=dev /tmp/tillbell.tgz && rm /tmp/tillbell.tgz
USER node
VOLUME /data
EXPOSE 4242
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 4242) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tillbell"]
CMD ["start"]

// oidc-provider, certified, as a partner's issuer: signs a person in as a browser would be, and
// prints {issuer, id_token, jwks_uri} once it has; then it serves its keys until its input ends.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import * as oidc from 'openid-client'

const [audience, person] = process.argv.slice(2)
const server = createServer()
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`
const redirect = 'http://127.0.0.1:9/back'
const provider = new Provider(issuer, {
  clients: [{
    client_id: audience, token_endpoint_auth_method: 'none', redirect_uris: [redirect],
    grant_types: ['authorization_code'], response_types: ['code'], application_type: 'native',
  }],
  cookies: { keys: ['for this run'] },
})
server.on('request', provider.callback())

const cookies = new Map()
async function visit(url, body) {
  const answer = await fetch(url, {
    redirect: 'manual',
    method: body ? 'POST' : 'GET',
    body: body && new URLSearchParams(body),
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  for (const line of answer.headers.getSetCookie()) {
    const [name, ...value] = line.split(';')[0].split('=')
    cookies.set(name, value.join('='))
  }
  const next = answer.headers.get('location')
  return next && new URL(next, url)
}

const config = await oidc.discovery(
  new URL(issuer), audience, undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] },
)
const verifier = oidc.randomPKCECodeVerifier()
let at = oidc.buildAuthorizationUrl(config, {
  redirect_uri: redirect, scope: 'openid', code_challenge_method: 'S256',
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
})
const prompts = [{ prompt: 'login', login: person, password: 'x' }, { prompt: 'consent' }]
while (!at.href.startsWith(redirect)) {
  const form = at.pathname.startsWith('/interaction/') && prompts.shift()
  at = await visit(at, form || undefined)
}
const tokens = await oidc.authorizationCodeGrant(config, at, { pkceCodeVerifier: verifier })
console.log(JSON.stringify({
  issuer, id_token: tokens.id_token, jwks_uri: config.serverMetadata().jwks_uri,
}))
process.stdin.on('end', () => process.exit(0)).resume()

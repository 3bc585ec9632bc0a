// openid-client, certified, as a partner of the gate: discovers it, proves its key, has its token
// bound, asks. With a subject token it exchanges that of a person (RFC 8693).
// Reads {issuer, client_id, key, kid, scope, details, url, subject_token?} and prints what happened.
import * as oidc from 'openid-client'
import { readFileSync } from 'node:fs'
import { createPrivateKey } from 'node:crypto'

const asked = JSON.parse(readFileSync(0, 'utf8'))
const der = createPrivateKey(asked.key).export({ type: 'pkcs8', format: 'der' })
const key = await crypto.subtle.importKey(
  'pkcs8', der, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'],
)
const config = await oidc.discovery(
  new URL(asked.issuer), asked.client_id, { use_mtls_endpoint_aliases: false },
  oidc.PrivateKeyJwt({ key, kid: asked.kid }),
  { algorithm: 'oauth2', execute: [oidc.allowInsecureRequests] },
)
const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))
const parameters = { scope: asked.scope, authorization_details: JSON.stringify(asked.details) }
const tokens = asked.subject_token
  ? await oidc.genericGrantRequest(
    config, 'urn:ietf:params:oauth:grant-type:token-exchange',
    {
      ...parameters,
      subject_token: asked.subject_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    },
    { DPoP },
  )
  : await oidc.clientCredentialsGrant(config, parameters, { DPoP })

async function ask() {
  const answer = await oidc.fetchProtectedResource(
    config, tokens.access_token, new URL(asked.url), 'GET', undefined,
    new Headers({ 'Case-Reference': 'ORACLE/1' }), { DPoP },
  )
  return { status: answer.status, body: await answer.json() }
}
const answers = [await ask(), await ask()]
const plain = await fetch(asked.url, {
  headers: { authorization: `Bearer ${tokens.access_token}`, 'case-reference': 'ORACLE/1' },
})
const before = await oidc.tokenIntrospection(config, tokens.access_token)
await oidc.tokenRevocation(config, tokens.access_token)
const after = await oidc.tokenIntrospection(config, tokens.access_token)
console.log(JSON.stringify({
  token_type: tokens.token_type, scope: tokens.scope, answers, as_bearer: plain.status,
  active_before: before.active, after_revocation: after,
}))

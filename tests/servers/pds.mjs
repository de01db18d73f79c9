// A real Bluesky server (PDS) with an account registry (PLC) in memory, on this machine alone, for tests.
//
//   node pds.mjs MODULES PDS_PORT PLC_PORT DATA_FOLDER
//
// Prints one line of JSON when it is ready: {"url", "admin"}. Ends when its stdin is closed, so that it
// never outlives the test that started it.
import { createRequire } from 'node:module'
import crypto from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'

const [modules, pdsPort, plcPort, data] = process.argv.slice(2)
const load = createRequire(path.join(modules, 'package.json'))

// The servers would listen on every address of this machine; a test's server must not.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...others) {
  const onlyPort = typeof first === 'number' && typeof others[0] !== 'string'
  return onlyPort ? listen.call(this, first, '127.0.0.1', ...others) : listen.call(this, first, ...others)
}

process.env.LOG_ENABLED = 'false'
const plc = load('@did-plc/server')
const { PDS, envToCfg, envToSecrets } = load('@atproto/pds')

const registry = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(plcPort) })
await registry.start()

const blobs = path.join(data, 'blobs')
fs.mkdirSync(blobs, { recursive: true })
const admin = crypto.randomBytes(16).toString('hex')
const settings = {
  devMode: true,
  hostname: 'localhost',
  port: Number(pdsPort),
  dataDirectory: data,
  blobstoreDiskLocation: blobs,
  blobUploadLimit: 1_000_000,
  adminPassword: admin,
  jwtSecret: crypto.randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: crypto.randomBytes(32).toString('hex'),
  didPlcUrl: `http://127.0.0.1:${plcPort}`,
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  disableSsrfProtection: true, // the registry is on this machine
  rateLimitsEnabled: false,
  crawlers: [],
}
const pds = await PDS.create(envToCfg(settings), envToSecrets(settings))
await pds.start()
console.log(JSON.stringify({ url: `http://127.0.0.1:${pdsPort}`, admin }))

const stop = async () => {
  await pds.destroy()
  await registry.destroy()
  process.exit(0)
}
process.stdin.on('end', stop).resume()
process.on('SIGTERM', stop)

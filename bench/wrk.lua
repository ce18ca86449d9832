-- One request a line in the file REQUESTS: a path, and perhaps the ETag to ask with. Says requests/s, p50, p95, p99, errors.
local requests, at = {}, 0

function init(_args)
  for line in io.lines(os.getenv("REQUESTS")) do
    local path, etag = line:match("^(%S+)%s*(%S*)$")
    local headers = {}
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local rate = summary.requests / summary.duration * 1e6
  local p50, p95, p99 = latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000
  io.write(string.format("RESULT %f %f %f %f %d\n", rate, p50, p95, p99, failed))
end

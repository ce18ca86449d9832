-- One request a line in the file REQUESTS: a path, and perhaps the ETag to ask with. With ENGINE, answers of other search
-- engines are counted. Says requests/s, p50, p95, p99, errors, answers of others.
local requests, at, threads = {}, 0, {}
local engine = os.getenv("ENGINE")
others = 0 -- each thread has its own

function setup(thread)
  threads[#threads + 1] = thread
end

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

-- A site without a cluster does not say who has answered.
local function answered_by(headers)
  for name, value in pairs(headers) do
    if name:lower() == "x-search-engine" then return value end
  end
  return "embedded"
end

-- To look at answers costs wrk time.
if engine and engine ~= "" then
  function response(_status, headers, _body)
    if answered_by(headers) ~= engine then others = others + 1 end
  end
end

function done(summary, latency, _requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local rate = summary.requests / summary.duration * 1e6
  local p50, p95, p99 = latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000
  local foreign = 0
  for _, thread in ipairs(threads) do foreign = foreign + thread:get("others") end
  io.write(string.format("RESULT %f %f %f %f %d %d\n", rate, p50, p95, p99, failed, foreign))
end

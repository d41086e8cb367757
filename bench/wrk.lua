-- What wrk asks and says. Arguments: the path, the first number, how many numbers.
-- A `#` in the path stands for a number: counted up from the first, or, when it is said how many there
-- are, drawn from so many. At the end one line of JSON.
local numbers = 0

function init(args)
  local path, first, count = args[1], tonumber(args[2]), tonumber(args[3])
  if not path:find('#', 1, true) then return end
  local text = wrk.format('GET', path)
  local at = text:find('#', 1, true)
  local head, tail = text:sub(1, at - 1), text:sub(at + 1)
  if count > 0 then
    local random, floor = math.random, math.floor
    math.randomseed(first)
    request = function() return head .. floor(first + random() * count) .. tail end
  else
    numbers = first - 1
    request = function()
      numbers = numbers + 1
      return head .. string.format('%d', numbers) .. tail
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d,"longest":%d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end

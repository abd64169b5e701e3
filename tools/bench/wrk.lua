-- What the bench reads: everything that wrk knows of a run, as one line of JSON. Latencies are in microseconds.
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"us":%d,"p50":%.0f,"p99":%.0f,"p999":%.0f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end

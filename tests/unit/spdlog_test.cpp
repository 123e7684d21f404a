// SPDX-License-Identifier: MIT
// "<stytch/m2m/fmt.hpp> prints with {fmt} 9 or later and spdlog". Compiled twice: spdlog uses an installed {fmt}, or
// its own copy.
#ifdef STYTCH_M2M_BUNDLED_FMT
#include <spdlog/spdlog.h>
// Behind spdlog.h, which says how the copy is compiled.
#include <spdlog/fmt/ostr.h>
#endif

#include <stytch/m2m/fixtures.hpp>
#include <stytch/m2m/fmt.hpp>

#include <memory>
#include <sstream>
#include <string>

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "catch.hpp"
#include "samples.hpp"

#if defined(STYTCH_M2M_BUNDLED_FMT) == defined(SPDLOG_FMT_EXTERNAL)
#error "spdlog uses the other {fmt}"
#endif

TEST_CASE("spdlog logs a response on one line, without the secret") {
    std::ostringstream out;
    spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    logger.set_pattern("%v");
    logger.info("got {}", stytch::m2m::fixtures::sample_response());
    CHECK(out.str().find("got RotateStartResponse{status_code: 200") == 0);
    CHECK(out.str().find("next_client_secret: [REDACTED]") != std::string::npos);
    CHECK(out.str().find(samples::secret) == std::string::npos);
    CHECK(out.str().find('\n') == out.str().size() - 1);
}

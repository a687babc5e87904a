#pragma once

#include <initializer_list>
#include <map>
#include <string>

#include <QByteArray>
#include <QTest>

#include "engine/services/source_catalog.h"

namespace hs::services::test {

/// Headers of a row of a test table: "Name: value" lines.
inline HeaderMap headersOf(const std::string &lines)
{
    HeaderMap headers;
    std::string_view rest = lines;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest = line.size() == rest.size() ? std::string_view() : rest.substr(line.size() + 1);
        if (const auto colon = line.find(':'); colon != std::string_view::npos)
            headers.add(line.substr(0, colon), line.substr(colon + 1));
    }
    return headers;
}

inline Secrets secretsOf(std::initializer_list<std::string> values)
{
    Secrets secrets;
    for (const auto &value : values)
        secrets.current.emplace_back(value);
    return secrets;
}

inline Timestamp unixTime(std::int64_t seconds)
{
    return Timestamp(std::chrono::seconds(seconds));
}

} // namespace hs::services::test

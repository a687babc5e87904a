#pragma once

#include <QByteArray>

#include "engine/api/rows.h"

namespace hs::ui {

/// How an audit listing is written to a file. Pure.
///
/// Csv: RFC 4180, UTF-8, one head line, CRLF. A cell that a spreadsheet would
/// run as a formula (it begins with = + - @ or a control character) gets an
/// apostrophe in front. JsonLines: one object a line, exact.
enum class AuditFormat { Csv, JsonLines };

[[nodiscard]] QByteArray auditFileHead(AuditFormat format); ///< empty for JsonLines
[[nodiscard]] QByteArray auditFileLine(const api::AuditRow &row, AuditFormat format);

} // namespace hs::ui

#include "engine/workflow/finding.h"

#include <algorithm>

namespace hs::workflow {

std::string_view name(Severity severity)
{
    return severity == Severity::Error ? "error" : "warning";
}

bool hasErrors(const std::vector<Finding> &findings)
{
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding &finding) { return finding.severity == Severity::Error; });
}

OrderedJson toJson(const Finding &finding, std::string_view file)
{
    return {{"file", file},
            {"code", finding.code},
            {"severity", name(finding.severity)},
            {"pointer", finding.pointer},
            {"line", finding.line},
            {"column", finding.column},
            {"message", finding.message}};
}

std::string describe(const Finding &finding)
{
    return finding.code + ' ' + (finding.pointer.empty() ? "/" : finding.pointer) + " (line "
           + std::to_string(finding.line) + ", column " + std::to_string(finding.column) + "): " + finding.message;
}

} // namespace hs::workflow

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/document.h"
#include "engine/workflow/finding.h"
#include "engine/workflow/jsonlogic.h"

namespace hs::workflow {

/// Gathers the findings of one document while it is read; knows where things stand in the text.
class Report {
public:
    explicit Report(const Document &document) : m_document(document), m_findings(document.findings()) {}

    void error(std::string_view code, const std::string &pointer, const std::string &message,
               Document::Of what = Document::Of::Value)
    {
        add(code, Severity::Error, pointer, what, message);
    }
    void errorAtKey(std::string_view code, const std::string &pointer, const std::string &message)
    {
        error(code, pointer, message, Document::Of::Key);
    }
    void warning(std::string_view code, const std::string &pointer, const std::string &message,
                 Document::Of what = Document::Of::Value)
    {
        add(code, Severity::Warning, pointer, what, message);
    }

    /// E014: `"key" must be <wanted>, found <what it is>`.
    void wrongType(const std::string &pointer, std::string_view key, std::string_view wanted, const OrderedJson &found);

    // True when the value is of the type; else E014 was reported.
    bool isObject(const OrderedJson &value, const std::string &pointer, std::string_view key);
    bool isText(const OrderedJson &value, const std::string &pointer, std::string_view key);
    bool isTrueOrFalse(const OrderedJson &value, const std::string &pointer, std::string_view key);

    /// E013 and E015 for keys of `object` that are not in `known`; `place` is "a state", "setup", …
    void unknownKeys(const OrderedJson &object, const std::string &pointer,
                     std::initializer_list<std::string_view> known, std::string_view place);

    /// E064 and E065 of a rule, or of a mapping.
    void rule(const OrderedJson &rule, const std::string &pointer, RuleRoots roots);
    void mapping(const OrderedJson &mapping, const std::string &pointer, RuleRoots roots);

    [[nodiscard]] bool hasErrors() const { return workflow::hasErrors(m_findings); }
    /// All findings by place in the text.
    [[nodiscard]] std::vector<Finding> take();

private:
    void add(std::string_view code, Severity severity, const std::string &pointer, Document::Of what,
             const std::string &message);

    const Document &m_document;
    std::vector<Finding> m_findings;
};

/// "a text", "an object", … of a value, for E014.
[[nodiscard]] std::string typeName(const OrderedJson &value);

/// A member of an object, or null when there is none.
[[nodiscard]] const OrderedJson *member(const OrderedJson &object, std::string_view key);

/// The elements of an array, or the one value that stands for an array of one; with their pointers.
[[nodiscard]] std::vector<std::pair<const OrderedJson *, std::string>> oneOrMany(const OrderedJson &value,
                                                                                 const std::string &pointer);

} // namespace hs::workflow

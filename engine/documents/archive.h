#pragma once

// Inside of the module. Not for other modules.

#include <memory>
#include <string>
#include <string_view>

#include "engine/documents/kinds.h"
#include "engine/documents/work.h"

struct zip;

namespace hs::documents {

/// A ZIP archive in memory, of which single entries are unpacked within the limits. Borrows its bytes.
class Archive {
public:
    /// BadInput: damaged, more entries than are allowed.
    [[nodiscard]] static Result<Archive> open(std::string_view bytes, const Limits &limits);
    Archive(Archive &&) noexcept = default;
    Archive &operator=(Archive &&) noexcept = default;

    [[nodiscard]] bool has(const std::string &name) const;
    /// The name of the first entry that begins so; empty: none.
    [[nodiscard]] std::string firstBelow(std::string_view start) const;
    /// The bytes of an entry; counts them. BadInput: not there, damaged, encrypted, too large or packed too tightly.
    [[nodiscard]] Result<std::string> unpack(const std::string &name, Work &work) const;

private:
    struct Close {
        void operator()(zip *archive) const;
    };
    explicit Archive(zip *archive) : m_archive(archive) {}

    std::unique_ptr<zip, Close> m_archive;
};

/// Which kind of document an archive is; None: another archive, or one that cannot be opened.
[[nodiscard]] Kind kindOfArchive(std::string_view bytes);

} // namespace hs::documents

#include "engine/documents/archive.h"

#include <algorithm>

#include <zip.h>

#include "engine/documents/encoding.h"

namespace hs::documents {

namespace {

constexpr zip_uint64_t TightFrom = 1024 * 1024; // bytes; below it the ratio of packing says nothing
constexpr std::size_t PartOfEntry = 256 * 1024;

struct CloseEntry {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

} // namespace

void Archive::Close::operator()(zip *archive) const
{
    zip_discard(archive);
}

Result<Archive> Archive::open(std::string_view bytes, const Limits &limits)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t *archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    const int code = zip_error_code_zip(&error);
    zip_error_fini(&error);
    if (archive == nullptr) {
        if (source != nullptr)
            zip_source_free(source);
        if (code == ZIP_ER_MEMORY)
            return needsMoreMemory();
        return damaged("archive");
    }
    Archive opened(archive);
    if (zip_get_num_entries(archive, 0) > limits.entries)
        return beyondLimit("it is an archive of more than " + std::to_string(limits.entries) + " entries");
    return opened;
}

bool Archive::has(const std::string &name) const
{
    return zip_name_locate(m_archive.get(), name.c_str(), 0) >= 0;
}

std::string Archive::firstBelow(std::string_view start) const
{
    const auto count = zip_get_num_entries(m_archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i)
        if (const char *name = zip_get_name(m_archive.get(), zip_uint64_t(i), 0);
            name != nullptr && std::string_view(name).starts_with(start))
            return name;
    return {};
}

Result<std::string> Archive::unpack(const std::string &name, Work &work) const
{
    const auto where = "its part " + oneLine(name).substr(0, 100);
    zip_stat_t stat;
    zip_stat_init(&stat);
    const auto index = zip_name_locate(m_archive.get(), name.c_str(), 0);
    if (index < 0 || zip_stat_index(m_archive.get(), zip_uint64_t(index), 0, &stat) != 0)
        return damaged("document", where + ", which is missing");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return encrypted("document");
    const auto packed = std::max<zip_uint64_t>((stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 1, 1);
    const auto tooTight = [&](zip_uint64_t size) {
        return size > TightFrom && size / packed > zip_uint64_t(work.limits.ratio);
    };
    const auto bomb = [&] {
        return fail(Errc::BadInput,
                    "it is packed more than " + std::to_string(work.limits.ratio) + " to 1, which only a trap is",
                    where, "save it again with the program it comes from");
    };
    const auto tooLarge = [&] {
        return beyondLimit("what is packed in it is larger than " +
                               std::to_string(work.limits.unpacked / (1024 * 1024)) + " MiB",
                           where);
    };
    const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(m_archive.get(), zip_uint64_t(index), 0));
    if (!file)
        return damaged("document", where);
    if ((stat.valid & ZIP_STAT_SIZE) != 0) { // what it says of itself; what it really is counts below
        if (stat.size > work.limits.unpacked - std::min(work.unpacked, work.limits.unpacked))
            return tooLarge();
        if (tooTight(stat.size))
            return bomb();
    }
    std::string bytes;
    std::string part(PartOfEntry, '\0');
    for (;;) {
        const auto count = zip_fread(file.get(), part.data(), part.size());
        if (count < 0)
            return damaged("document", where);
        if (count == 0)
            break;
        bytes.append(part, 0, std::size_t(count));
        work.unpacked += std::size_t(count);
        if (work.unpacked > work.limits.unpacked)
            return tooLarge();
        if (tooTight(bytes.size()))
            return bomb();
        if (work.late())
            return tookTooLong("it took too long to unpack", where);
    }
    return bytes;
}

Kind kindOfArchive(std::string_view bytes)
{
    // OpenDocument says what it is right at the beginning, unpacked.
    const auto head = bytes.substr(0, 256);
    for (const auto kind : {Kind::Odt, Kind::Ods})
        if (head.find("mimetype" + std::string(mediaTypeOf(kind))) != std::string_view::npos)
            return kind;
    const Limits limits;
    const auto archive = Archive::open(bytes, limits);
    if (!archive || !archive->has("[Content_Types].xml"))
        return Kind::None;
    if (!archive->firstBelow("word/").empty())
        return Kind::Docx;
    if (!archive->firstBelow("xl/").empty())
        return Kind::Xlsx;
    return Kind::None;
}

} // namespace hs::documents

#include "tests/eval/rows.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "engine/crypto/hash.h"

namespace hs::eval {

bool isHeldOut(std::string_view id)
{
    constexpr unsigned char ThreeOfTen = 77; // of 256
    return static_cast<unsigned char>(crypto::sha256(id).front()) < ThreeOfTen;
}

Result<std::string> readFile(const std::filesystem::path &path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail(Errc::NotFound, "the file cannot be read", path.string(), "run with HS_SOURCE_DIR set to the sources");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<Row>> readRows(const std::filesystem::path &path)
{
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) {
        for (const auto &entry : std::filesystem::directory_iterator(path, failed))
            if (entry.path().extension() == ".jsonl")
                files.push_back(entry.path());
        std::sort(files.begin(), files.end());
    } else
        files.push_back(path);

    std::vector<Row> rows;
    std::set<std::string> seen;
    for (const auto &file : files) {
        const auto content = readFile(file);
        if (!content)
            return tl::make_unexpected(content.error());
        std::size_t number = 0;
        for (std::size_t begin = 0; begin < content->size();) {
            const auto end = std::min(content->find('\n', begin), content->size());
            const auto line = content->substr(begin, end - begin);
            begin = end + 1;
            const auto place = file.filename().string() + ":" + std::to_string(++number);
            if (line.empty())
                continue;
            auto parsed = parseJson(line);
            if (!parsed)
                return fail(Errc::BadInput, parsed.error().what, place, parsed.error().mend);
            auto id = text(*parsed, "id");
            if (id.empty() || !seen.insert(id).second)
                return fail(Errc::BadInput, "a row has no id, or one that was there before", place, "give it an id of its own");
            const auto heldOut = isHeldOut(id);
            rows.push_back({std::move(id), place, heldOut, std::move(*parsed)});
        }
    }
    if (rows.empty())
        return fail(Errc::NotFound, "no rows", path.string(), "run with HS_SOURCE_DIR set to the sources");
    return rows;
}

} // namespace hs::eval

#include "tests/unit/documents/makers.h"

#include <array>
#include <cstdio>

#include <zip.h>
#include <zlib.h>

#include "engine/vocabulary/utf8.h"

namespace hs::documents::making {

namespace {

class PdfWriter {
public:
    int reserve()
    {
        m_offsets.push_back(0);
        return int(m_offsets.size());
    }
    void write(int number, const std::string &object)
    {
        m_offsets[std::size_t(number - 1)] = m_bytes.size();
        m_bytes += std::to_string(number) + " 0 obj\n" + object + "\nendobj\n";
    }
    void writeStream(int number, const std::string &dictionary, const std::string &stream)
    {
        write(number, "<< " + dictionary + " /Length " + std::to_string(stream.size()) + " >>\nstream\n" + stream +
                          "\nendstream");
    }
    std::string finish(const std::string &trailer)
    {
        const auto start = m_bytes.size();
        m_bytes += "xref\n0 " + std::to_string(m_offsets.size() + 1) + "\n0000000000 65535 f \n";
        for (const auto offset : m_offsets) {
            std::array<char, 24> line{};
            std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", offset);
            m_bytes += line.data();
        }
        m_bytes += "trailer\n<< /Size " + std::to_string(m_offsets.size() + 1) + " " + trailer + " >>\nstartxref\n" +
                   std::to_string(start) + "\n%%EOF\n";
        return m_bytes;
    }

private:
    std::string m_bytes = "%PDF-1.4\n";
    std::vector<std::size_t> m_offsets;
};

std::string pdfString(const std::string &text)
{
    std::string result = "(";
    for (const char c : text) {
        if (c == '(' || c == ')' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + ")";
}

std::string reference(int number)
{
    return std::to_string(number) + " 0 R";
}

void little(std::string &bytes, std::uint64_t value, int size)
{
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

} // namespace

std::string pdf(const std::vector<PdfPage> &pages, const PdfOptions &options)
{
    PdfWriter writer;
    const int catalog = writer.reserve(), tree = writer.reserve(), font = writer.reserve(), info = writer.reserve();
    writer.write(font, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    std::vector<int> numbers;
    std::string kids;
    for (const auto &page : pages) {
        const int number = writer.reserve(), content = writer.reserve();
        numbers.push_back(number);
        kids += reference(number) + " ";
        std::string resources = "/Font << /F1 " + reference(font) + " >>", drawn;
        if (page.picture.width > 0) {
            const int picture = writer.reserve();
            writer.writeStream(picture,
                               "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Width " +
                                   std::to_string(page.picture.width) + " /Height " +
                                   std::to_string(page.picture.height),
                               page.picture.grey);
            resources += " /XObject << /P1 " + reference(picture) + " >>";
            drawn = "q 612 0 0 792 0 0 cm /P1 Do Q\n";
        }
        for (const auto &text : page.texts)
            drawn += "BT /F1 " + std::to_string(text.size) + " Tf " + std::to_string(text.x) + " " +
                     std::to_string(text.y) + " Td " + pdfString(text.text) + " Tj ET\n";
        writer.write(number, "<< /Type /Page /Parent " + reference(tree) + " /MediaBox [0 0 612 792] /Resources << " +
                                 resources + " >> /Contents " + reference(content) + " >>");
        writer.writeStream(content, "", drawn);
    }
    writer.write(tree, "<< /Type /Pages /Count " + std::to_string(pages.size()) + " /Kids [" + kids + "] >>");
    std::string outline;
    if (!options.outline.empty()) {
        const int root = writer.reserve();
        std::vector<int> items;
        for (std::size_t i = 0; i < options.outline.size(); ++i)
            items.push_back(writer.reserve());
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto &[title, page] = options.outline[i];
            writer.write(items[i], "<< /Title " + pdfString(title) + " /Parent " + reference(root) + " /Dest [" +
                                       reference(numbers[std::size_t(page)]) + " /Fit]" +
                                       (i > 0 ? " /Prev " + reference(items[i - 1]) : "") +
                                       (i + 1 < items.size() ? " /Next " + reference(items[i + 1]) : "") + " >>");
        }
        writer.write(root, "<< /Type /Outlines /First " + reference(items.front()) + " /Last " +
                               reference(items.back()) + " /Count " + std::to_string(items.size()) + " >>");
        outline = " /Outlines " + reference(root);
    }
    writer.write(catalog, "<< /Type /Catalog /Pages " + reference(tree) + outline + " >>");
    writer.write(info, "<< /Title " + pdfString(options.title) + " /Author " + pdfString(options.author) +
                           " /ModDate (D:20240501100000Z) >>");
    std::string trailer = "/Root " + reference(catalog) + " /Info " + reference(info);
    if (options.encrypted) // keys that no password fits
        trailer += " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter "
                   "/Standard /V 1 /R 2 /P -4 /O <" +
                   std::string(64, '3') + "> /U <" + std::string(64, '5') + "> >>";
    return writer.finish(trailer);
}

void addLines(PdfPage &page, double &y, double size, const std::vector<std::string> &lines)
{
    for (const auto &line : lines) {
        page.texts.push_back({size, 72, y, line});
        y -= size * 1.25;
    }
}

std::string archive(const Entries &entries, bool packed)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const auto &[name, bytes] : entries) {
        const auto index =
            zip_file_add(zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), ZIP_FL_OVERWRITE);
        if (!packed || name == "mimetype")
            zip_set_file_compression(zip, zip_uint64_t(index), ZIP_CM_STORE, 0);
    }
    zip_close(zip);
    std::string bytes;
    zip_source_open(target);
    std::array<char, 64 * 1024> part;
    for (zip_int64_t count = 0; (count = zip_source_read(target, part.data(), part.size())) > 0;)
        bytes.append(part.data(), std::size_t(count));
    zip_source_close(target);
    zip_source_free(target);
    zip_error_fini(&error);
    return bytes;
}

std::string bomb(const std::string &name, std::size_t size, const Entries &others)
{
    // One packed mebibyte is enough: it stands there as often as is needed.
    constexpr std::size_t Piece = 1024 * 1024;
    const std::string zeros(Piece, '\0');
    std::string piece(Piece, '\0'), last(64, '\0');
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(zeros.data()));
    stream.avail_in = uInt(zeros.size());
    stream.next_out = reinterpret_cast<Bytef *>(piece.data());
    stream.avail_out = uInt(piece.size());
    deflate(&stream, Z_FULL_FLUSH);
    piece.erase(stream.total_out);
    const auto before = stream.total_out;
    stream.next_out = reinterpret_cast<Bytef *>(last.data());
    stream.avail_out = uInt(last.size());
    deflate(&stream, Z_FINISH);
    last.erase(stream.total_out - before);
    deflateEnd(&stream);
    const auto one = crc32(0, reinterpret_cast<const Bytef *>(zeros.data()), uInt(zeros.size()));
    auto sum = one;
    std::string packed = piece;
    for (std::size_t i = 1; i < size / Piece; ++i) {
        packed += piece;
        sum = crc32_combine(sum, one, Piece);
    }
    packed += last;

    struct Entry {
        std::string name, bytes;
        std::uint64_t size = 0, sum = 0;
        int method = 0;
    };
    std::vector<Entry> all;
    for (const auto &[other, bytes] : others)
        all.push_back({other, bytes, bytes.size(),
                       crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), uInt(bytes.size())), 0});
    all.push_back({name, packed, size, sum, 8});
    std::string bytes, directory;
    for (const auto &entry : all) {
        std::string fields; // what both heads have in common
        little(fields, 20, 2);
        little(fields, 0, 2);
        little(fields, std::uint64_t(entry.method), 2);
        little(fields, 0x58a10000, 4);
        little(fields, entry.sum, 4);
        little(fields, entry.bytes.size(), 4);
        little(fields, entry.size, 4);
        little(fields, entry.name.size(), 2);
        little(fields, 0, 2);
        directory += std::string("PK\x01\x02\x14\0", 6) + fields +
                     std::string(10, '\0'); // no comment, first disk, no attributes
        little(directory, bytes.size(), 4);
        directory += entry.name;
        bytes += std::string("PK\x03\x04", 4) + fields + entry.name + entry.bytes;
    }
    const auto start = bytes.size();
    bytes += directory + std::string("PK\x05\x06\0\0\0\0", 8);
    little(bytes, all.size(), 2);
    little(bytes, all.size(), 2);
    little(bytes, directory.size(), 4);
    little(bytes, start, 4);
    little(bytes, 0, 2);
    return bytes;
}

std::string docx(const std::string &body, const std::string &styles)
{
    const std::string space = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";
    Entries entries{
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels",
         R"(<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>)"},
        {"word/document.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " + space + "><w:body>" + body +
                                  "</w:body></w:document>"},
        {"docProps/core.xml", "<cp:coreProperties><dc:title>House rules</dc:title><dc:creator>Ann "
                              "Example</dc:creator><dc:language>de-DE</dc:language>"
                              "<dcterms:modified>2024-05-01T10:00:00Z</dcterms:modified></cp:coreProperties>"},
    };
    if (!styles.empty())
        entries.emplace_back("word/styles.xml", "<w:styles " + space + ">" + styles + "</w:styles>");
    return archive(entries);
}

std::string odt(const std::string &body, const std::string &manifest)
{
    return archive({
        {"mimetype", "application/vnd.oasis.opendocument.text"},
        {"content.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>"
                        "<style:style style:name=\"P1\" "
                        "style:parent-style-name=\"Title\"/></office:automatic-styles><office:body><office:text>" +
                            body + "</office:text></office:body></office:document-content>"},
        {"meta.xml", "<office:document-meta><office:meta><meta:initial-creator>Ann "
                     "Example</meta:initial-creator><dc:creator>Bob Example</dc:creator>"
                     "<dc:language>fr</dc:language><dc:date>2024-05-01T12:00:00+02:00</dc:date></office:meta></"
                     "office:document-meta>"},
        {"META-INF/manifest.xml", "<manifest:manifest>" + manifest + "</manifest:manifest>"},
    });
}

std::string xlsx(const std::string &rows, const std::string &texts)
{
    return archive({
        {"[Content_Types].xml", "<Types/>"},
        {"xl/workbook.xml",
         R"(<workbook><sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)"},
        {"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"},
        {"xl/styles.xml", R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
    });
}

std::string outlineOf(const Document &document)
{
    std::string result;
    for (const auto &block : document.blocks) {
        constexpr std::array<std::string_view, 5> Names{"Heading", "Paragraph", "Item", "Row", "Code"};
        result += Names[std::size_t(block.kind)];
        if (block.level > 0)
            result += std::to_string(block.level);
        if (block.page > 0)
            result += " p" + std::to_string(block.page);
        result += ": ";
        for (const char c : std::string_view(document.text).substr(block.start, block.end - block.start))
            result += c == '\n' ? std::string("\\n") : std::string(1, c);
        result += '\n';
    }
    return result;
}

std::string faultOf(const Document &document)
{
    if (!isUtf8(document.text) || !isUtf8(document.title) || !isUtf8(document.author))
        return "not UTF-8";
    std::size_t end = 0;
    for (const auto &block : document.blocks) {
        const auto fault = [&](const std::string &what) {
            return what + " of the block at " + std::to_string(block.start);
        };
        if (block.start < end || block.end <= block.start || block.end > document.text.size())
            return fault("offsets");
        if (!isUtf8(std::string_view(document.text).substr(block.start, block.end - block.start)))
            return fault("borders");
        if (block.confidence < 0 || block.confidence > 100 || block.page < 0 || block.page > document.pages)
            return fault("numbers");
        if ((block.kind == BlockKind::Heading && (block.level < 1 || block.level > 6)) ||
            (block.kind == BlockKind::TableRow && block.table < 1))
            return fault("level");
        end = block.end;
    }
    return {};
}

} // namespace hs::documents::making

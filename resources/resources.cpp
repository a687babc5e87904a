#include "resources/resources.h"

#include <QDir>
#include <QFile>
#include <QResource>

// Outside of every namespace: the macro declares functions of the global one.
static void registerData()
{
    Q_INIT_RESOURCE(hs_data);
    Q_INIT_RESOURCE(hs_model);
}

namespace hs::resources {

namespace {

QString nameInQt(std::string_view path)
{
    return QStringLiteral(":/") + QString::fromUtf8(path.data(), qsizetype(path.size()));
}

/// The bytes of a file that is not compressed, where they lie.
Result<std::string_view> inPlace(std::string_view path)
{
    init();
    const QResource file(nameInQt(path));
    if (!file.isValid() || file.compressionAlgorithm() != QResource::NoCompression)
        return fail(Errc::NotFound, "there is no such file in the program", "resources/" + std::string(path), "build the program anew");
    return std::string_view(reinterpret_cast<const char *>(file.data()), std::size_t(file.size()));
}

} // namespace

void init()
{
    static const bool done = [] {
        registerData();
        return true;
    }();
    static_cast<void>(done);
}

Result<std::string> read(std::string_view path)
{
    init();
    QFile file(nameInQt(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(Errc::NotFound, "there is no such file in the program", "resources/" + std::string(path),
                    "see `list` for the names that exist");
    return file.readAll().toStdString();
}

Result<std::string_view> sentenceModel()
{
    return inPlace("knowledge/atlas.model");
}

Result<std::string_view> generalSubjects()
{
    return inPlace("knowledge/subjects.model");
}

std::vector<std::string> list(std::string_view folder)
{
    init();
    std::vector<std::string> paths;
    const auto names = QDir(nameInQt(folder)).entryList(QDir::Files, QDir::Name);
    paths.reserve(std::size_t(names.size()));
    for (const QString &name : names)
        paths.push_back(std::string(folder) + '/' + name.toStdString());
    return paths;
}

} // namespace hs::resources

#pragma once

#include <map>
#include <string>

#include <QDir>
#include <QFile>

namespace hs::test {

/// The shipped rule data, as the runtime hands it to AgentRegistry::load.
inline std::map<std::string, std::string, std::less<>> agentFiles()
{
    std::map<std::string, std::string, std::less<>> files;
    const QString root = qEnvironmentVariable("HS_SOURCE_DIR") + QStringLiteral("/resources/");
    for (const auto &folder : {QStringLiteral("agents"), QStringLiteral("routing")})
        for (const auto &name : QDir(root + folder).entryList({QStringLiteral("*.json")}, QDir::Files)) {
            QFile file(root + folder + QLatin1Char('/') + name);
            if (file.open(QIODevice::ReadOnly))
                files[(folder + QLatin1Char('/') + name).toStdString()] = file.readAll().toStdString();
        }
    return files;
}

} // namespace hs::test

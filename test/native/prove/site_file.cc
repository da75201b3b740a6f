#include "site_file.h"

#include <cstdio>
#include <cstring>

namespace prove {

namespace {

class Reader {
 public:
  explicit Reader(std::vector<std::int32_t> words) : words_(std::move(words)) {}

  bool AtEnd() const { return at_ == words_.size(); }
  bool Good() const { return good_; }
  std::int32_t Number() {
    std::int32_t number = 0;
    Take(&number, sizeof number);
    return number;
  }
  void Take(void* to, std::size_t size) {
    const std::size_t count = (size + 3) / 4;
    good_ = good_ && words_.size() - at_ >= count;
    if (!good_) return;
    std::memcpy(to, words_.data() + at_, size);
    at_ += count;
  }

 private:
  std::vector<std::int32_t> words_;
  std::size_t at_ = 0;
  bool good_ = true;
};

}  // namespace

std::vector<SiteFile> ReadSites(const char* file) {
  std::FILE* const stream = std::fopen(file, "rb");
  if (stream == nullptr) return {};
  std::vector<std::int32_t> words;
  std::int32_t word;
  while (std::fread(&word, sizeof word, 1, stream) == 1) words.push_back(word);
  std::fclose(stream);
  Reader reader(std::move(words));
  std::vector<SiteFile> sites;
  while (!reader.AtEnd()) {
    SiteFile& site = sites.emplace_back();
    const std::int32_t length = reader.Number();
    if (length < 1 || length > 100) return {};
    site.name.resize(static_cast<std::size_t>(length));
    reader.Take(site.name.data(), site.name.size());
    const std::int32_t patterns = reader.Number();
    if (patterns < 1 || patterns > 100) return {};
    reader.Take(&site.tables, sizeof site.tables);
    reader.Take(&site.monitor, sizeof site.monitor);
    site.patterns.resize(static_cast<std::size_t>(patterns));
    for (stopline::Input& pattern : site.patterns) reader.Take(&pattern, sizeof pattern);
    if (!reader.Good()) return {};
  }
  return sites;
}

}  // namespace prove

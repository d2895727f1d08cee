// Reads JSON as RFC 8259 has it, by recursive descent: texts in strict UTF-8, no comments, nothing after the value.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/decimal.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"

namespace ropescope {
namespace {

constexpr int max_depth = 64;  // deeper than any config.json; keeps recursion over a document shallow

bool is_surrogate(std::uint32_t code) { return code >= 0xd800 && code < 0xe000; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the character that the text begins with; 0: it is not one of UTF-8.
std::size_t character_bytes(std::string_view text) {
  const std::uint32_t lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t bytes = lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
  if (bytes == 0 || bytes > text.size()) return 0;
  std::uint32_t code = lead & (0x7fU >> bytes);
  for (const char next : text.substr(1, bytes - 1)) {
    const std::uint32_t byte = static_cast<unsigned char>(next);
    if (byte >> 6 != 2) return 0;
    code = code << 6 | (byte & 0x3fU);
  }
  const std::uint32_t least = bytes == 2 ? 0x80 : bytes == 3 ? 0x800 : 0x10000;  // else a shorter form exists
  return code < least || code > 0x10ffff || is_surrogate(code) ? 0 : bytes;
}

void append_character(std::uint32_t code, std::string& text) {
  const auto add = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xc0U | code >> 6);
  } else {
    if (code < 0x10000) {
      add(0xe0U | code >> 12);
    } else {
      add(0xf0U | code >> 18);
      add(0x80U | (code >> 12 & 0x3fU));
    }
    add(0x80U | (code >> 6 & 0x3fU));
  }
  add(0x80U | (code & 0x3fU));
}

// Its functions return whether they read what they are called after; the first that does not has noted why.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Json> document() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    Json json;
    if (!value(json) || !end()) return error();
    return json;
  }

 private:
  // NUL at the end, and nothing accepts one.
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool accept(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }

  bool accept_digits() {
    const std::size_t before = at_;
    while (is_digit(next())) ++at_;
    return at_ > before;
  }

  void skip_space() {
    while (accept(' ') || accept('\n') || accept('\r') || accept('\t')) {
    }
  }

  bool fail(Reason reason, std::size_t offset, std::string_view detail = {}) {
    reason_ = reason;
    offset_ = offset;
    detail_ = detail;
    return false;
  }
  // The character here is wrong: the column is its own.
  bool expected(std::string_view what) {
    const bool is_nul = at_ < text_.size() && next() == '\0';
    return fail(is_nul ? Reason("json_nul") : Reason("json_syntax"), std::min(at_ + 1, text_.size()),
                std::string(what) + " is expected");
  }

  // A failure happened inside of this entry.
  bool within(const std::string& entry) {
    path_ = entry + (path_.empty() || path_.front() == '[' ? "" : ".") + path_;
    return false;
  }

  bool end() {
    skip_space();
    return at_ == text_.size() || expected("the end of the text");
  }

  bool value(Json& json) {
    skip_space();
    switch (next()) {
      case '{':
        return opens() && object(json.value.emplace<Json::Object>());
      case '[':
        return opens() && array(json.value.emplace<Json::Array>());
      case '"':
        return text(json.value.emplace<std::string>());
      case 't':
        json.value = true;
        return literal("true");
      case 'f':
        json.value = false;
        return literal("false");
      case 'n':
        return literal("null");
      default:
        return number(json);
    }
  }

  bool opens() {
    if (depth_ == max_depth) return fail("json_too_deep", at_ + 1, std::to_string(max_depth));
    ++depth_;
    ++at_;
    skip_space();
    return true;
  }

  bool closes(char bracket) {
    skip_space();
    --depth_;
    return accept(bracket) || expected("a comma or the closing bracket");
  }

  bool array(Json::Array& items) {
    if (next() == ']') return closes(']');
    do {
      Json item;
      if (!value(item)) return within("[" + std::to_string(items.size()) + "]");
      items.push_back(std::move(item));
      skip_space();
    } while (accept(','));
    return closes(']') || within("[" + std::to_string(items.size()) + "]");
  }

  bool object(Json::Object& entries) {
    std::set<std::string, std::less<>> keys;
    if (next() == '}') return closes('}');
    do {
      skip_space();
      JsonEntry entry;
      if (next() != '"') return expected("a key in double quotes");
      if (!text(entry.key)) return false;
      const bool is_new = keys.insert(entry.key).second || fail("json_key_twice", at_);
      if (!is_new || !colon() || !value(entry.value)) return within(entry.key);
      entries.push_back(std::move(entry));
      skip_space();
    } while (accept(','));
    return closes('}');
  }

  bool colon() {
    skip_space();
    return accept(':') || expected("a colon");
  }

  bool literal(std::string_view word) {
    return std::ranges::all_of(word, [this](char c) { return accept(c); }) || expected("a value");
  }

  bool number(Json& json) {
    const std::size_t begin = at_;
    const bool negative = accept('-');
    if (!accept('0') && !accept_digits()) return expected(negative ? "a digit" : "a value");
    if (accept('.') && !accept_digits()) return expected("a digit");
    if (accept('e') || accept('E')) {
      if (!accept('+')) accept('-');
      if (!accept_digits()) return expected("a digit");
    }
    const std::string digits(text_.substr(begin, at_ - begin));
    const double number = read_decimal(digits);
    json.value = number;
    return std::isfinite(number) ||
           fail("json_syntax", at_, "the number " + digits + " is too large for double precision");
  }

  bool text(std::string& read) {
    ++at_;
    while (!accept('"')) {
      if (accept('\\')) {
        if (!escape(read)) return false;
        continue;
      }
      const bool is_control = static_cast<unsigned char>(next()) < 0x20;  // or the end
      const std::size_t bytes = is_control ? 0 : character_bytes(text_.substr(at_));
      if (bytes == 0) return expected("a closing quote or a character of UTF-8 that is no control character");
      read += text_.substr(at_, bytes);
      at_ += bytes;
    }
    return true;
  }

  bool escape(std::string& read) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (accept('u')) {
      const auto code = escaped_code();
      if (code) append_character(*code, read);
      return code.has_value();
    }
    const std::size_t letter = letters.find(next());
    if (letter == std::string_view::npos) return expected("a known escape");
    read.push_back(meanings[letter]);
    ++at_;
    return true;
  }

  // After \u: four digits, or two times four for a character beyond them.
  std::optional<std::uint32_t> escaped_code() {
    const std::uint32_t first = four_digits();
    if (!is_surrogate(first)) return first <= 0xffff ? std::optional(first) : std::nullopt;
    if (first < 0xdc00 && accept('\\') && accept('u')) {
      const std::uint32_t second = four_digits();
      if (second > 0xffff) return std::nullopt;
      if (is_surrogate(second) && second >= 0xdc00) return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
    expected("a known escape");
    return std::nullopt;
  }

  // More than 0xffff: they are none.
  std::uint32_t four_digits() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = next();
      const std::size_t digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
      if (digit == std::string_view::npos) {
        expected("a known escape");
        return 0x10000;
      }
      code = code << 4 | static_cast<std::uint32_t>(digit);
    }
    return code;
  }

  [[nodiscard]] Error error() const {
    const std::string_view before = text_.substr(0, offset_);
    const auto lines = std::ranges::count(before, '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0: the first line
    return {ErrorCode::invalid_json,
            reason_,
            path_,
            {{"detail", detail_}, {"line", lines + 1}, {"column", std::max<std::size_t>(1, offset_ - line_start)}}};
  }

  std::string_view text_;
  std::size_t at_ = 0;  // of the next character
  int depth_ = 0;       // objects and lists that are open
  Reason reason_ = "json_syntax";
  std::string path_;  // `rope_scaling.factor`, `layers[3].name`: grows to the front on the way out of a failure
  std::string detail_;
  std::size_t offset_ = 0;  // after the last character that was looked at
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
  if (text.size() > max_json_bytes) {
    return Error{ErrorCode::invalid_json, "json_too_long", "", {{"bytes", text.size()}, {"max", max_json_bytes}}};
  }
  return Parser(text).document();
}

}  // namespace ropescope

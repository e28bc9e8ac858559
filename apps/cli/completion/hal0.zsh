#compdef hal0
# zsh completion for hal0
_hal0() {
  local line
  local -a found
  for line in "${(@f)$(hal0 complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      _files
      return
    fi
    [[ -n $line ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  _describe -V hal0 found
}
if [[ $funcstack[1] == _hal0 ]]; then _hal0; else compdef _hal0 hal0; fi

import type { CompletedShell } from "./completed-shells.ts";

/** How to use a shell's script, as its first lines say. */
const head = (lines: string[]) => lines.map((line) => `# ${line}`).join("\n");

const bash = `${head(["Completion of flightdeck in bash. In ~/.bashrc:", '  eval "$(flightdeck completion bash)"'])}
_flightdeck() {
  local line=\${COMP_LINE:0:COMP_POINT} first reply about
  COMPREPLY=()
  # Without the program's name.
  line=\${line#"\${line%%[![:space:]]*}"}
  line=\${line#"\${COMP_WORDS[0]}"}
  while IFS=$'\\t' read -r reply about; do
    if [ -z "$first" ]; then
      first=$reply
      if [ "$first" = files ]; then
        compopt -o default 2>/dev/null
        return
      fi
    else
      COMPREPLY+=("$reply")
      case $reply in *=) compopt -o nospace 2>/dev/null ;; esac
    fi
  done < <("\${COMP_WORDS[0]}" complete bash -- "$line" 2>/dev/null </dev/null)
}
complete -F _flightdeck flightdeck
`;

const zsh = `#compdef flightdeck
${head(["Completion of flightdeck in zsh. In ~/.zshrc, after compinit:", "  source <(flightdeck completion zsh)"])}
_flightdeck() {
  local -a lines values shown
  local line value about
  lines=("\${(@f)$("\${words[1]}" complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)}")
  if [[ $lines[1] == files ]]; then
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    [[ -z $value ]] && continue
    values+=("$value")
    shown+=("\${value}\${about:+  -- $about}")
  done
  compadd -l -d shown -a -- values
}
compdef _flightdeck flightdeck
`;

const fish = `${head(["Completion of flightdeck in fish. In ~/.config/fish/config.fish:", "  flightdeck completion fish | source"])}
function __flightdeck_complete
  set -l words (commandline -opc)
  set -l program $words[1]
  set -e words[1]
  set -l lines (command $program complete fish -- $words (commandline -ct | string unescape 2>/dev/null; or commandline -ct) 2>/dev/null </dev/null)
  if test "$lines[1]" = files
    __fish_complete_path (commandline -ct)
  else if set -q lines[2]
    printf '%s\\n' $lines[2..-1]
  end
end
complete -c flightdeck -f -a '(__flightdeck_complete)'
`;

const powershell = `${head([
  "Completion of flightdeck in PowerShell. In the file that $PROFILE names:",
  "  flightdeck completion powershell | Out-String | Invoke-Expression",
])}
Register-ArgumentCompleter -Native -CommandName flightdeck -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -eq $cursorPosition -and $wordToComplete -eq '') } | ForEach-Object {
    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
  })
  $words += $wordToComplete.Trim("'", '"')
  # A word may have signs that cmd acts on, and Windows drops an empty one: so each is sent as base64, behind a mark.
  $sent = @($words | ForEach-Object { '=' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)) })
  $lines = @(& $commandAst.CommandElements[0].Extent.Text complete powershell -- $sent 2>$null)
  if ($lines.Count -eq 0 -or $lines[0] -eq 'files') { return }
  $lines | Select-Object -Skip 1 | Where-Object { $_ -ne '' } | ForEach-Object {
    $reply, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $reply }
    [System.Management.Automation.CompletionResult]::new($reply, $reply, 'ParameterValue', $about)
  }
}
`;

/** What \`flightdeck completion SHELL\` prints: each Tab then asks the hidden command \`complete\`. */
export const completionScripts: Record<CompletedShell, string> = { bash, zsh, fish, powershell };
